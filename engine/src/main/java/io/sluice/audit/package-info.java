/**
 * Looks at the facts of a journal from outside: the {@link io.sluice.audit.Auditor} tells from them alone whether what was
 * promised was kept, {@link io.sluice.audit.Salvage} lets through what can still be applied where some are missing.
 *
 * <p>It shares the vocabulary of {@code io.sluice.core} and none of its decisions, so that a fault there is not repeated
 * here.
 */
package io.sluice.audit;
