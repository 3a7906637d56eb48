package io.stowage.engine;

/** Is told how full each table is. */
@FunctionalInterface
public interface TableVisitor {
    /**
     * A table.
     *
     * @param name      of the table.
     * @param rows      in use.
     * @param highWater rows that were ever in use at the same time; no byte behind them was ever touched.
     * @param capacity  rows at most.
     */
    void onTable(String name, int rows, int highWater, int capacity);
}
