@NullMarked
package io.stowage.server.cluster;

import org.jspecify.annotations.NullMarked;
