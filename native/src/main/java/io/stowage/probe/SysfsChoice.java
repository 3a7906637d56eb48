package io.stowage.probe;

import java.nio.file.Path;

/** Files of sysfs that list choices and put the one in force in brackets: {@code none [mq-deadline] kyber}. */
final class SysfsChoice {
    private SysfsChoice() {}

    /**
     * The choice in force.
     *
     * @param file of sysfs
     * @return what is in brackets, or the only word there, or why there is neither
     */
    static Reading<String> of(final Path file) {
        return KernelText.text(file).flatMap(text -> {
            final int open = text.indexOf('[');
            final int close = text.indexOf(']', open + 1);
            if (open >= 0 && close > open + 1) {
                return Reading.measured(text.substring(open + 1, close));
            }
            return text.contains(" ")
                    ? Reading.unavailable(file + ": '" + text + "' marks none as chosen")
                    : Reading.measured(text);
        });
    }
}
