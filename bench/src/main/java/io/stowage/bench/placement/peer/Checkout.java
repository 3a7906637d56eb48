package io.stowage.bench.placement.peer;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the sources are that this program was built from. */
final class Checkout {
    private Checkout() {}

    /** The folder with the Maven wrapper; null where the program runs from elsewhere. */
    static @Nullable Path root() {
        try {
            Path folder = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (folder != null && !Files.isExecutable(folder.resolve("mvnw"))) {
                folder = folder.getParent();
            }
            return folder;
        } catch (final URISyntaxException e) {
            return null;
        }
    }
}
