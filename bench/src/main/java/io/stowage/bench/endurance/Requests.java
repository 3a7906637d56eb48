package io.stowage.bench.endurance;

import io.stowage.bench.engine.Allocations;
import io.stowage.bench.engine.Chunks;
import io.stowage.bench.engine.Deltas;
import io.stowage.bench.engine.EngineHost;
import io.stowage.bench.engine.Members;
import io.stowage.bench.engine.Reports;
import io.stowage.bench.engine.Repositions;
import io.stowage.bench.engine.Sender;
import io.stowage.codecs.Role;

/** All that can be said to one engine; encoders are shared by all who speak. */
final class Requests {
    final EngineHost host;
    final Allocations allocations;
    final Repositions repositions;
    final Reports reports;
    final Deltas deltas;
    final Chunks chunks;
    final Members members;
    final Sender operator = new Sender(Role.OPERATOR, 0, 1);

    Requests(final EngineHost host) {
        this.host = host;
        allocations = new Allocations(host);
        repositions = new Repositions(host);
        reports = new Reports(host);
        deltas = new Deltas(host);
        chunks = new Chunks(host);
        members = new Members(host);
    }
}
