package io.stowage.engine.placement;

/** Something that an engine answered against the rules. */
record Finding(Rule rule, String text) {
    /** Which rule. */
    enum Rule {
        /** A location breaks a hard rule. */
        HARD,
        /** A pick is not in the best group by the rules 2 to 4. */
        GROUP,
        /** The preferred chunk had to take the first segment. */
        PREFERRED,
        /** Others have more room, where none has room for a whole extent. */
        ROOMIEST,
        /** The extent could be spread over more domains. */
        SPREAD,
        /** New data eats the rebuild headroom. */
        HEADROOM,
        /** Refused though it is feasible, or granted in another shape than asked for. */
        REFUSAL,
        /** The result code tells the wrong story. */
        RESULT,
        /** The funnel does not count what is there. */
        FUNNEL,
        /** The state afterwards is not the state before with the picks. */
        STATE
    }

    @Override
    public String toString() {
        return rule + ": " + text;
    }
}
