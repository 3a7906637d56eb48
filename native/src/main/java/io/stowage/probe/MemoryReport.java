package io.stowage.probe;

/**
 * The machine's memory.
 *
 * @param totalBytes all that the kernel manages
 * @param availableBytes what new programs could have without swapping
 * @param swapTotalBytes all swap space
 * @param hugePageBytes size of one reserved huge page
 * @param hugePageCount reserved huge pages
 * @param transparentHugePages the mode in force: always, madvise or never
 */
public record MemoryReport(
        Reading<Long> totalBytes,
        Reading<Long> availableBytes,
        Reading<Long> swapTotalBytes,
        Reading<Long> hugePageBytes,
        Reading<Long> hugePageCount,
        Reading<String> transparentHugePages) {}
