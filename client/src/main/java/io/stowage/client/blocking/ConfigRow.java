package io.stowage.client.blocking;

import io.stowage.codecs.ConfigKey;

/**
 * A key of the cluster's configuration.
 *
 * @param key     key.
 * @param value   in force, in the unit of the key.
 * @param minimum smallest value allowed.
 * @param maximum largest value allowed.
 * @param changed whether it differs from the default.
 */
public record ConfigRow(ConfigKey key, long value, long minimum, long maximum, boolean changed) {}
