/**
 * What there is once per cluster: identity, versions, time, the seed of choice, configuration, the licence and the member list.
 *
 * <p>Read by every capability; written by the handlers of cluster commands and by the dispatcher.
 */
@NullMarked
package io.stowage.engine.cluster;

import org.jspecify.annotations.NullMarked;
