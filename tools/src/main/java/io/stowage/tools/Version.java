package io.stowage.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
public final class Version implements IVersionProvider {
    /** Made by picocli. */
    public Version() {}

    /**
     * The version.
     *
     * @return as in {@code 0.1.0}.
     */
    public static String text() {
        final Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "stowage " + text(),
            "Java " + Runtime.version() + " on " + System.getProperty("os.name") + ' ' + System.getProperty("os.arch")
        };
    }
}
