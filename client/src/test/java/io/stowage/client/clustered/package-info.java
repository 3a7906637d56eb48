/** A real cluster for tests: members of Aeron Cluster in this JVM, whose service greets clients as Stowage does and answers by script. */
@NullMarked
package io.stowage.client.clustered;

import org.jspecify.annotations.NullMarked;
