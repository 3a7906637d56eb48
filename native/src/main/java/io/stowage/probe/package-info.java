/**
 * What this machine is made of, measured: host, CPUs, memory, file systems, block devices and the latency of its disks.
 * {@link io.stowage.probe.NodeProbe} asks for all of it at once. For a storage node's agent and the tools, never for
 * the engine's thread: a probe may wait for a device, within the bounds it states. What cannot be measured is a {@link
 * io.stowage.probe.Reading.Unavailable} with the reason, never an exception.
 */
@NullMarked
package io.stowage.probe;

import org.jspecify.annotations.NullMarked;
