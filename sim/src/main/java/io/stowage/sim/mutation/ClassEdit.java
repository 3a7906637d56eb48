package io.stowage.sim.mutation;

import java.util.List;

/**
 * Edits of one method of one class.
 *
 * @param className  of the class, with its package.
 * @param methodName of the method; with a slash and the number of parameters where names are overloaded.
 * @param edits      of its code, all of which must fit.
 */
record ClassEdit(String className, String methodName, List<Edit> edits) {}
