package io.stowage.sim.scenario;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Reports and deltas of extent managers as lines of a scenario. */
final class SpaceLines {
    private SpaceLines() {}

    /** Null: the frame is about something else. */
    static @Nullable Line of(final int templateId, final DirectBuffer frame, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case ReportSpaceBeginDecoder.TEMPLATE_ID -> {
                final ReportSpaceBeginDecoder begin =
                        new ReportSpaceBeginDecoder().wrapAndApplyHeader(frame, 0, header);
                yield ofEm("reportSpaceBegin", begin.header()).put("version", begin.version());
            }
            case ReportSpaceRowsDecoder.TEMPLATE_ID ->
                rows(new ReportSpaceRowsDecoder().wrapAndApplyHeader(frame, 0, header));
            case ReportSpaceEndDecoder.TEMPLATE_ID -> {
                final ReportSpaceEndDecoder end = new ReportSpaceEndDecoder().wrapAndApplyHeader(frame, 0, header);
                yield ofEm("reportSpaceEnd", end.header())
                        .put("version", end.version())
                        .put("rowCount", end.rowCount())
                        .unless(0, "checksum", end.checksum());
            }
            case SpaceDeltaDecoder.TEMPLATE_ID -> delta(new SpaceDeltaDecoder().wrapAndApplyHeader(frame, 0, header));
            case UpdateProvisionDecoder.TEMPLATE_ID ->
                provision(new UpdateProvisionDecoder().wrapAndApplyHeader(frame, 0, header));
            case RemoveExtentsDecoder.TEMPLATE_ID ->
                removal(new RemoveExtentsDecoder().wrapAndApplyHeader(frame, 0, header));
            default -> null;
        };
    }

    /** A command of an extent manager, with its sender. */
    static Line ofEm(final String command, final CommandHeaderDecoder header) {
        return Line.command(command).put("em", header.sender()).put("incarnation", header.incarnation());
    }

    private static Line rows(final ReportSpaceRowsDecoder report) {
        final Line line = ofEm("reportSpaceRows", report.header()).put("version", report.version());
        final List<Line> rows = new ArrayList<>();
        for (final ReportSpaceRowsDecoder.RowsDecoder row : report.rows()) {
            rows.add(Line.empty()
                    .put("chunk", row.chunk())
                    .put("tier", row.tier())
                    .put("provision", row.provision())
                    .priority(row.priority())
                    .unless(0, "segments", row.segments())
                    .unless(0, "bytes", row.bytes())
                    .unless(0, "rxSegments", row.rxSegments())
                    .unless(0, "rxBytes", row.rxBytes()));
        }
        return line.objects("rows", rows);
    }

    private static Line delta(final SpaceDeltaDecoder delta) {
        final Line line = ofEm("spaceDelta", delta.header()).put("version", delta.version());
        final List<Line> rows = new ArrayList<>();
        for (final SpaceDeltaDecoder.RowsDecoder row : delta.rows()) {
            rows.add(Line.empty()
                    .put("chunk", row.chunk())
                    .put("tier", row.tier())
                    .put("provision", row.provision())
                    .priority(row.priority())
                    .unless(0, "segments", row.segments())
                    .unless(0, "bytes", row.bytes())
                    .unless(0, "rxSegments", row.rxSegments())
                    .unless(0, "rxBytes", row.rxBytes()));
        }
        return line.objects("rows", rows);
    }

    private static Line provision(final UpdateProvisionDecoder update) {
        final Line line = ofEm("updateProvision", update.header()).put("version", update.version());
        final List<Line> rows = new ArrayList<>();
        for (final UpdateProvisionDecoder.RowsDecoder row : update.rows()) {
            rows.add(Line.empty()
                    .put("chunk", row.chunk())
                    .put("tier", row.tier())
                    .priority(row.priority())
                    .put("segments", row.segments())
                    .put("bytes", row.bytes()));
        }
        return line.objects("rows", rows);
    }

    private static Line removal(final RemoveExtentsDecoder removal) {
        final Line line = ofEm("removeExtents", removal.header()).put("version", removal.version());
        final List<Line> rows = new ArrayList<>();
        for (final RemoveExtentsDecoder.RowsDecoder row : removal.rows()) {
            rows.add(Line.empty()
                    .put("chunk", row.chunk())
                    .put("tier", row.tier())
                    .put("provision", row.provision())
                    .priority(row.priority())
                    .put("segments", row.segments())
                    .put("bytes", row.bytes()));
        }
        return line.objects("rows", rows);
    }
}
