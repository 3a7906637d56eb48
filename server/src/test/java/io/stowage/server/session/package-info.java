/** Tests of the parts that sessions are made of. */
@NullMarked
package io.stowage.server.session;

import org.jspecify.annotations.NullMarked;
