package io.stowage.server.session;

/**
 * Where a session stands.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>from</th><th>to</th><th>when</th></tr>
 * <tr><td>CONNECTING</td><td>CHALLENGED</td><td>the response channel is connected: the challenge is sent</td></tr>
 * <tr><td>CONNECTING</td><td>ENDING</td><td>the response channel is connected: a refusal is sent</td></tr>
 * <tr><td>CHALLENGED</td><td>OPEN</td><td>the proof is right</td></tr>
 * <tr><td>CHALLENGED</td><td>ENDING</td><td>the proof is wrong, or the server closes: the reason is sent</td></tr>
 * <tr><td>OPEN</td><td>ENDING</td><td>closed by the client, by time-out or by the server: the event is sent</td></tr>
 * <tr><td>any</td><td>CLOSED</td><td>nothing can be sent any more: image or response channel gone, queue full, deadline</td></tr>
 * <tr><td>ENDING</td><td>CLOSED</td><td>everything was sent, or the deadline is over</td></tr>
 * </table>
 */
public enum SessionState {
    /** The response channel is being connected. */
    CONNECTING,

    /** The challenge was sent; the proof is awaited. */
    CHALLENGED,

    /** Commands are taken. */
    OPEN,

    /** Nothing is taken any more; the last frames are on their way to the client. */
    ENDING,

    /** Over. */
    CLOSED;

    /**
     * Whether one state may follow this one.
     *
     * @param next state.
     * @return whether the table has it.
     */
    public boolean mayBecome(final SessionState next) {
        return switch (this) {
            case CONNECTING -> next == CHALLENGED || next == ENDING || next == CLOSED;
            case CHALLENGED -> next == OPEN || next == ENDING || next == CLOSED;
            case OPEN -> next == ENDING || next == CLOSED;
            case ENDING -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
