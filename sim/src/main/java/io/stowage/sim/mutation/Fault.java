package io.stowage.sim.mutation;

/** Something done wrong on purpose, and the law that it breaks. */
public sealed interface Fault permits EngineFault, WorldFault {
    /**
     * What it is called on the command line and in tables.
     *
     * @return words with dashes.
     */
    String name();

    /**
     * What is wrong.
     *
     * @return one sentence.
     */
    String sentence();

    /**
     * The law that it breaks.
     *
     * @return law.
     */
    Law law();

    /**
     * Where it is made.
     *
     * @return class and method of the engine, or what stands for the world around it.
     */
    String place();

    /**
     * Makes what runs simulations with the fault.
     *
     * @param withTwin whether the engine's terms are held against the naive model after every step; else only the laws find
     *                 the fault.
     * @return a runner; edits that no longer fit are found when it is made, and loudly.
     * @throws IllegalStateException if the engine is no longer what the fault was written for.
     */
    FaultyRun open(boolean withTwin);
}
