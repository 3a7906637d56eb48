/** Tests of the standalone host: real driver, real journal, real engine, and a client on raw Aeron. */
@NullMarked
package io.stowage.server;

import org.jspecify.annotations.NullMarked;
