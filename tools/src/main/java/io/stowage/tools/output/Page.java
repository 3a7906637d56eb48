package io.stowage.tools.output;

/** What a command shows: the same for people and for programs. */
public interface Page {
    /**
     * For programs.
     *
     * @return map or list, for {@link Json#page}.
     */
    Object json();

    /**
     * For people.
     *
     * @param hasColour whether colours are shown.
     * @return lines, without a last line end.
     */
    String text(boolean hasColour);

    /**
     * A page of one thing.
     *
     * @param json for programs.
     * @param text for people.
     * @return the page.
     */
    static Page of(final Object json, final String text) {
        return new Page() {
            @Override
            public Object json() {
                return json;
            }

            @Override
            public String text(final boolean hasColour) {
                return text;
            }
        };
    }
}
