package io.stowage.bench.design;

import io.stowage.bench.micro.MicroResult;
import org.jspecify.annotations.Nullable;

/**
 * One row: a design on a cluster.
 *
 * @param design      that decided.
 * @param chunks      of the cluster.
 * @param fullPercent share of them that is full.
 * @param time        of a decision of three chunks and the return of another.
 * @param quality     of the filling; null where the cluster is not of the size on which it is seen.
 */
public record DesignRow(
        DesignKind design,
        int chunks,
        int fullPercent,
        MicroResult time,
        @Nullable Quality quality) {}
