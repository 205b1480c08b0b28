/** Reports that open in any browser, without a network: tables and plots in one file. */
package io.sluice.bench.report;
