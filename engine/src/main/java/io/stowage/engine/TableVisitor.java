package io.stowage.engine;

/** Is told how full each table is. */
@FunctionalInterface
public interface TableVisitor {
    /**
     * A table.
     *
     * @param name      of the table.
     * @param rows      in use.
     * @param highWater rows up to the highest one that is used or free for use again.
     * @param capacity  rows at most.
     */
    void onTable(String name, int rows, int highWater, int capacity);
}
