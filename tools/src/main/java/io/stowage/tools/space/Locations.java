package io.stowage.tools.space;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import io.stowage.tools.ToolException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Segments that were reserved together.
 *
 * @param em           that they are reserved for.
 * @param version      space version of their reservation.
 * @param tier         of them.
 * @param provision    of them.
 * @param priority     of them.
 * @param segmentBytes nominal bytes of each.
 * @param chunks       ids, one a segment.
 */
record Locations(
        int em,
        long version,
        Tier tier,
        Provision provision,
        Priority priority,
        long segmentBytes,
        List<Integer> chunks) {
    /** Reads what {@code alloc --json} printed. */
    static Locations read(final String name, final Reader standardInput) {
        try (Reader file = name.equals("-") ? Reader.nullReader() : Files.newBufferedReader(Path.of(name))) {
            return of(ConfigFactory.parseReader(
                    name.equals("-") ? standardInput : file,
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON)));
        } catch (final ConfigException | IllegalArgumentException wrong) {
            throw new ToolException(
                    (name.equals("-") ? "standard input" : name) + " is not what 'stowage alloc --json' prints: "
                            + String.valueOf(wrong.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    wrong);
        } catch (final IOException missing) {
            throw new ToolException("'" + name + "' cannot be read; check its name and permissions", missing);
        }
    }

    private static Locations of(final Config json) {
        final List<Integer> chunks = new ArrayList<>();
        for (final Object extent : json.getList("extents").unwrapped()) {
            if (!(extent instanceof List<?> segments)) {
                throw new IllegalArgumentException("'extents' is not a list of lists");
            }
            for (final Object segment : segments) {
                if (!(segment instanceof Integer chunk)) {
                    throw new IllegalArgumentException("'" + segment + "' is not a chunk id");
                }
                chunks.add(chunk);
            }
        }
        return new Locations(
                json.getInt("em"),
                json.getLong("version"),
                json.getEnum(Tier.class, "tier"),
                json.getEnum(Provision.class, "provision"),
                json.getEnum(Priority.class, "priority"),
                json.getLong("segmentBytes"),
                List.copyOf(chunks));
    }
}
