package io.stowage.bench.placement;

import org.jspecify.annotations.Nullable;

/**
 * A target and what was measured.
 *
 * @param figure   what it is about.
 * @param relation at most or at least.
 * @param limit    that is to be kept.
 * @param measured null: not in this run.
 * @param unit     of both; empty for ratios and counts.
 * @param isLaw    whether a miss is an error of the program and not of its speed.
 */
public record Target(
        String figure,
        Relation relation,
        double limit,
        @Nullable Double measured,
        String unit,
        boolean isLaw) {
    /** How a figure has to stand to its limit. */
    public enum Relation {
        /** At most the limit. */
        AT_MOST("<="),
        /** At least the limit. */
        AT_LEAST(">="),
        /** Less than the limit. */
        BELOW("<");

        private final String sign;

        Relation(final String sign) {
            this.sign = sign;
        }

        /**
         * For people.
         *
         * @return a sign.
         */
        public String sign() {
            return sign;
        }
    }

    /**
     * Whether it was reached.
     *
     * @return "met", "missed", or "not measured".
     */
    public String outcome() {
        if (measured == null || Double.isNaN(limit)) {
            return "not measured";
        }
        final boolean isMet = switch (relation) {
            case AT_MOST -> measured <= limit;
            case AT_LEAST -> measured >= limit;
            case BELOW -> measured < limit;
        };
        return isMet ? "met" : "missed";
    }

    /**
     * Whether an error shows here.
     *
     * @return true: the run has failed.
     */
    public boolean isBroken() {
        return isLaw && outcome().equals("missed");
    }
}
