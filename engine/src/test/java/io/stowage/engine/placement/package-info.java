/**
 * The naive twin of placement: the rules of {@code docs/decisions/0006-placement.md} in plain collections, a judge that holds
 * what the engine answered against them, and the odd clusters and requests on which both are tried. Talks to the engine
 * in commands and queries only.
 */
package io.stowage.engine.placement;
