/** Tests of the peers; they run with the profile of the module only. */
@NullMarked
package io.stowage.bench.peers;

import org.jspecify.annotations.NullMarked;
