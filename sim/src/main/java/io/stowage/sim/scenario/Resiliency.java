package io.stowage.sim.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the segments of an extent protect it.
 *
 * @param replicas of the extent; 0: erasure coded.
 * @param ecData   k of EC(k,m); 0: replicated.
 * @param ecParity m of EC(k,m).
 */
record Resiliency(short replicas, short ecData, short ecParity) {
    private static final Pattern EC = Pattern.compile("(\\d{1,3})\\+(\\d{1,3})");

    /** Reads {@code "replicas":3} or {@code "ec":"4+2"}. */
    static Resiliency of(final Fields fields) {
        if (!fields.has("ec")) {
            return new Resiliency((short) fields.number("replicas", 0, Fields.UINT8_MAX), (short) 0, (short) 0);
        }
        if (fields.has("replicas")) {
            throw fields.wrong("ec", "absent where 'replicas' is told", fields.required("ec"));
        }
        final Matcher matcher = EC.matcher(fields.text("ec"));
        if (!matcher.matches()) {
            throw fields.wrong("ec", "like \"4+2\"", fields.required("ec"));
        }
        final int data = Integer.parseInt(matcher.group(1));
        final int parity = Integer.parseInt(matcher.group(2));
        if (data > Fields.UINT8_MAX || parity > Fields.UINT8_MAX) {
            throw fields.wrong("ec", "of at most " + Fields.UINT8_MAX + " shards each", fields.required("ec"));
        }
        return new Resiliency((short) 0, (short) data, (short) parity);
    }
}
