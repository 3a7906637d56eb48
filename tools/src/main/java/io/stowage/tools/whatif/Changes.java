package io.stowage.tools.whatif;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetConfigDecoder;
import io.stowage.codecs.SetConfigEncoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.cluster.Setting;
import io.stowage.tools.ToolException;
import io.stowage.tools.cluster.ClusterSetting;
import io.stowage.tools.config.Settings;
import io.stowage.tools.journal.JournalSource;
import io.stowage.tools.serve.ServerSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What is to be otherwise in the other history: settings of the cluster, and limits of the engine. */
final class Changes {
    private static final String LIMITS = "limits.";
    private static final int FRAME_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + SetConfigEncoder.BLOCK_LENGTH;

    /** Sizes that the history's own reports and give-backs are counted in. */
    private static final Set<ConfigKey> FIXED = Set.of(ConfigKey.EXTENT_BYTES, ConfigKey.THIN_BLOCK_BYTES);

    private final Map<ConfigKey, Long> settings = new EnumMap<>(ConfigKey.class);
    private final Map<String, String> limits = new LinkedHashMap<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    /** Reads what a person wrote; refuses what is no key, no value, or cannot be changed in a history. */
    static Changes of(final Map<String, String> texts) {
        final Changes changes = new Changes();
        texts.forEach(changes::add);
        return changes;
    }

    private void add(final String name, final String text) {
        if (name.startsWith(LIMITS)) {
            limits.put(name, text);
            return;
        }
        final ConfigKey key = ClusterSetting.key(name);
        if (FIXED.contains(key)) {
            throw new ToolException(key + " cannot be changed in a history: its reports and give-backs are counted in"
                    + " the size that was");
        }
        final long value = ClusterSetting.value(key, text);
        final Setting setting = Setting.ofCode(key.value());
        if (setting == null || value < setting.minimum() || value > setting.maximum()) {
            throw new ToolException("'" + text + "' is not a value of " + key
                    + (setting == null
                            ? ""
                            : "; it must be between " + ClusterSetting.text(key, setting.minimum()) + " and "
                                    + ClusterSetting.text(key, setting.maximum())));
        }
        settings.put(key, value);
    }

    /** Settings that are changed. */
    Map<ConfigKey, Long> settings() {
        return settings;
    }

    /** Limits that are changed, as they were written. */
    Map<String, String> limits() {
        return limits;
    }

    /** How much the other engine holds. */
    Limits limits(final JournalSource source) {
        final Settings original = source.settings();
        if (limits.isEmpty()) {
            return ServerSettings.limits(original);
        }
        return ServerSettings.limits(source.settings(limits));
    }

    /** Whether an entry of the history would undo one of the changes. */
    boolean isUndoneBy(final DirectBuffer frame) {
        if (frame.capacity() < FRAME_LENGTH
                || Engine.templateId(frame, 0, frame.capacity()) != SetConfigDecoder.TEMPLATE_ID) {
            return false;
        }
        final SetConfigDecoder command =
                new SetConfigDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
        return settings.containsKey(command.key());
    }

    /** The settings as commands of an operator, as the log would hold them. */
    List<DirectBuffer> commands(final Engine engine) {
        final List<DirectBuffer> commands = new ArrayList<>();
        settings.forEach((key, value) -> {
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_LENGTH]);
            final SetConfigEncoder command = new SetConfigEncoder().wrapAndApplyHeader(frame, 0, header);
            command.header()
                    .clusterHigh(engine.clusterHigh())
                    .clusterLow(engine.clusterLow())
                    .role(Role.OPERATOR);
            command.value(value).key(key);
            commands.add(frame);
        });
        return commands;
    }
}
