package io.stowage.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code /proc/self/mountinfo}; see {@code Documentation/filesystems/proc.rst}, 3.5:
 *
 * <pre>
 *  36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
 *  (1)(2)(3)   (4)   (5)      (6)      (7)   (8) (9)   (10)         (11)
 * </pre>
 *
 * @param id (1) of the mount, {@code stx_mnt_id} of its files
 * @param deviceNumber (3) {@code major:minor}
 * @param root (4) which folder of the file system is mounted
 * @param mountPoint (5) where
 * @param type (9)
 * @param source (10)
 * @param readOnly whether (6), of this mount, or (11), of the whole file system, forbids writing
 */
record MountEntry(
        long id, String deviceNumber, String root, String mountPoint, String type, String source, boolean readOnly) {
    private static final int OPTIONS_INDEX = 5;
    private static final String SEPARATOR = "-";
    private static final String READ_ONLY = "ro";
    private static final Pattern OCTAL = Pattern.compile("\\\\([01][0-7]{2})");

    /**
     * Reads a line.
     *
     * @param line of mountinfo
     * @return the entry; empty if the line is malformed
     */
    static Optional<MountEntry> parse(final String line) {
        final List<String> fields = Arrays.asList(line.split(" ", -1));
        // Optional fields (7) end at the separator; a mount point named "-" stands before them.
        int separator = OPTIONS_INDEX + 1;
        while (separator < fields.size() && !fields.get(separator).equals(SEPARATOR)) {
            separator++;
        }
        if (separator + 3 >= fields.size()) {
            return Optional.empty();
        }
        final long id;
        try {
            id = Long.parseLong(fields.get(0));
        } catch (final NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(new MountEntry(
                id,
                fields.get(2),
                unescaped(fields.get(3)),
                unescaped(fields.get(4)),
                fields.get(separator + 1),
                unescaped(fields.get(separator + 2)),
                hasReadOnly(fields.get(OPTIONS_INDEX)) || hasReadOnly(fields.get(separator + 3))));
    }

    private static boolean hasReadOnly(final String options) {
        return Arrays.asList(options.split(",", -1)).contains(READ_ONLY);
    }

    // The kernel writes space, tab, line feed and backslash as \040, \011, \012 and \134.
    private static String unescaped(final String text) {
        return OCTAL.matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 8))));
    }
}
