package io.stowage.tools.members;

import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.output.Terminal;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about a cluster that asks a member which runs on this machine. */
abstract class LocalMembersCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataDirectory directory = new DataDirectory();

    /** Data directories of the members on this machine. */
    final List<Path> members() {
        final List<Path> members = MemberFiles.find(directory.path());
        if (members.isEmpty()) {
            throw new ToolException("no member of a cluster lives in " + directory.path()
                    + "; name the data directory of one, or the folder of all, with --dir");
        }
        return members;
    }

    /** What they know. */
    final MembersView view() {
        final List<Path> members = members();
        final MembersView view = MembersView.ask(members);
        if (view == null) {
            throw new ToolException("no member answers in " + directory.path()
                    + "; start it with 'stowage serve', or try on the machine of another one");
        }
        return view;
    }

    final Terminal terminal() {
        return Stowage.of(spec).terminal();
    }
}
