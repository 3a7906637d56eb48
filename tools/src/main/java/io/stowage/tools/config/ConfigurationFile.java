package io.stowage.tools.config;

import java.util.HashMap;
import java.util.Map;

/** The text of a configuration file: every key at its default, commented out, with what it means. */
public final class ConfigurationFile {
    private static final int WIDTH = 110;

    private ConfigurationFile() {}

    /**
     * Writes all keys.
     *
     * @param values of the keys that are set; the others are commented out at their defaults.
     * @return the file.
     */
    public static String text(final Map<Key, String> values) {
        final Map<Key, String> left = new HashMap<>(values);
        final StringBuilder file = new StringBuilder("""
                # Configuration of Stowage, in HOCON. Every key is here at its default; take away the # to change one.
                # Stronger than this file: environment variables (STOWAGE_SERVER_ENDPOINT for server.endpoint), and on the
                # command line -D server.endpoint=... What the whole cluster must agree on is not here: see
                # 'stowage config show' and 'stowage config set'.
                """);
        String section = "";
        for (final Key key : Key.values()) {
            final String own = key.path().substring(0, key.path().indexOf('.'));
            if (!own.equals(section)) {
                file.append(section.isEmpty() ? "\n" : "}\n\n").append(own).append(" {\n");
                section = own;
            } else {
                file.append('\n');
            }
            appendComment(file, key.meaning());
            final String name = key.path().substring(own.length() + 1);
            final String told = left.remove(key);
            file.append("  ")
                    .append(told == null ? "#" : "")
                    .append(name)
                    .append(" = ")
                    .append(quoted(key, told == null ? key.defaultText() : told))
                    .append('\n');
        }
        return file.append("}\n").toString();
    }

    private static String quoted(final Key key, final String value) {
        return key.kind() == Key.Kind.TEXT ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : value;
    }

    private static void appendComment(final StringBuilder file, final String meaning) {
        final StringBuilder line = new StringBuilder("  #");
        for (final String word : meaning.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                file.append(line).append('\n');
                line.setLength(0);
                line.append("  #");
            }
            line.append(' ').append(word);
        }
        file.append(line).append('\n');
    }
}
