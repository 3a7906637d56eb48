package io.stowage.server.cluster;

import io.stowage.server.DurableFiles;
import io.stowage.server.ServerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest member list that a member has heard of, beside what its consensus module remembers: with it a member finds the others
 * before it has read the log. It goes with that folder, whose log may be another cluster's or an older one.
 *
 * <pre>
 *   generation 5
 *   0
 *   1
 *   2 10.0.0.9
 *   end
 * </pre>
 *
 * Written whole under another name, forced, and renamed: there is always one list or none, never half of one.
 */
public final class MemberListFile {
    private static final String NAME = "member-list";
    private static final String UNFINISHED = NAME + ".next";
    private static final String GENERATION = "generation ";
    private static final String END = "end";

    private MemberListFile() {}

    /**
     * Reads it.
     *
     * @param directory of the member.
     * @return the list; {@link ListedHosts#NONE} where there is none.
     * @throws ServerException if it cannot be read.
     */
    public static ListedHosts read(final Path directory) {
        final Path file = file(directory);
        if (!Files.exists(file)) {
            return ListedHosts.NONE;
        }
        try {
            return parse(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (final IOException | IllegalArgumentException e) {
            throw new ServerException(
                    "the member list " + file + " cannot be read (" + e.getMessage()
                            + "); delete it, and see that the names of the members lead to where they run, in DNS or /etc/hosts",
                    e);
        }
    }

    /**
     * Puts a list in place of the one that is there.
     *
     * @param directory of the member, or one that becomes it.
     * @param list      to keep.
     * @throws IOException if it cannot be written; the one before is still there then.
     */
    public static void write(final Path directory, final ListedHosts list) throws IOException {
        final Path file = file(directory);
        final Path folder = directory.resolve("cluster");
        final Path unfinished = folder.resolve(UNFINISHED);
        Files.createDirectories(folder);
        DurableFiles.write(unfinished, text(list), StandardOpenOption.CREATE);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.forceFolder(folder);
    }

    private static String text(final ListedHosts list) {
        final StringBuilder text =
                new StringBuilder(GENERATION).append(list.generation()).append('\n');
        list.hosts()
                .forEach((member, host) ->
                        text.append((member + " " + host).strip()).append('\n'));
        return text.append(END).append('\n').toString();
    }

    private static ListedHosts parse(final List<String> lines) {
        if (lines.size() < 2
                || !lines.getFirst().startsWith(GENERATION)
                || !lines.getLast().equals(END)) {
            throw new IllegalArgumentException("it is cut off");
        }
        final Map<Integer, String> hosts = new TreeMap<>();
        for (final String line : lines.subList(1, lines.size() - 1)) {
            final int space = line.indexOf(' ');
            final String member = space < 0 ? line : line.substring(0, space);
            hosts.put(Integer.parseInt(member), space < 0 ? "" : line.substring(space + 1));
        }
        return new ListedHosts(Long.parseLong(lines.getFirst().substring(GENERATION.length())), hosts);
    }

    private static Path file(final Path directory) {
        return directory.resolve("cluster").resolve(NAME);
    }
}
