/**
 * The server as a whole: a client that reserves and gives back over Aeron IPC, with the journal on, and in the same run an echo
 * of the same bytes over the same kind of channel.
 *
 * <pre>
 *  client thread: RttLoop / PipelineLoop / RateLoop -&gt; Traffic -&gt; Link: StowageClient | EchoClient
 *  host thread:   HostThread -&gt; StandaloneServer | EchoServer, whichever has its turn
 * </pre>
 */
@NullMarked
package io.stowage.bench.load;

import org.jspecify.annotations.NullMarked;
