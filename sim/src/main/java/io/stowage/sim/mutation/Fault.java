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
     * @return a runner; edits that no longer fit are found when it is made, and loudly.
     * @throws IllegalStateException if the code is no longer what the fault was written for.
     */
    FaultyRun open();

    /**
     * The same with all checks left out that could come before the fault's own law.
     *
     * @return a runner.
     * @throws IllegalStateException if the code is no longer what the fault was written for.
     */
    FaultyRun openForItsLawAlone();

    /**
     * Makes what shrinks the failures of simulations with the fault.
     *
     * @return a shrinker, whose scenarios have run with the fault too.
     * @throws IllegalStateException if the code is no longer what the fault was written for.
     */
    FaultyShrink openShrinker();
}
