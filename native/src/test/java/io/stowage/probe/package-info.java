/** Tests of the probes against independent sources on the same machine; what a machine lacks is skipped by name. */
@NullMarked
package io.stowage.probe;

import org.jspecify.annotations.NullMarked;
