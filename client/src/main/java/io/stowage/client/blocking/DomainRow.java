package io.stowage.client.blocking;

import io.stowage.codecs.DomainLevel;

/**
 * A zone, rack or brick.
 *
 * @param domain id.
 * @param parent id of the domain above; 0: the cluster.
 * @param level  zone, rack or brick.
 * @param name   name.
 * @param nodes  how many are below.
 */
public record DomainRow(int domain, int parent, DomainLevel level, String name, int nodes) {}
