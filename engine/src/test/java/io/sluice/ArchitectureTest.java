package io.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.sluice.core.Bounds;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.Random;

/** The layers: what may know what. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule shouldDependDownwardsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("door")
            .definedBy("io.sluice")
            .layer("journal")
            .definedBy("io.sluice.journal..")
            .layer("codec")
            .definedBy("io.sluice.codec..")
            .layer("core")
            .definedBy("io.sluice.core..")
            .layer("audit")
            .definedBy("io.sluice.audit..")
            .whereLayer("door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("door")
            .whereLayer("codec")
            .mayOnlyBeAccessedByLayers("door", "journal")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("door");

    @ArchTest
    static final ArchRule shouldShareVocabularyButNoDecisionWithTheAudit = noClasses()
            .that()
            .resideInAPackage("io.sluice.audit..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.sluice..")
                    .and(not(resideInAPackage("io.sluice.audit..")))
                    .and(not(belongToAnyOf(
                            Bounds.class,
                            Events.class,
                            QueueSettings.class,
                            Rate.class,
                            Submission.class,
                            Task.class,
                            TaskState.class))));

    @ArchTest
    static final ArchRule shouldImportChronicleInJournalOnly = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.openhft..");

    @ArchTest
    static final ArchRule shouldKeepFilesSocketsThreadsAndLocksOutOfCore = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.core..", "io.sluice.codec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.util.concurrent..",
                    "java.time..",
                    "java.security..",
                    "javax..",
                    "sun..",
                    "org.slf4j..",
                    "io.netty..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, ThreadLocal.class, Process.class, Runtime.class, Random.class);

    @ArchTest
    static final ArchRule shouldKeepClocksAndEnvironmentOutOfCore = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.core..", "io.sluice.codec..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Object.class, "wait")
            .orShould()
            .callMethod(Object.class, "notify")
            .orShould()
            .callMethod(Object.class, "notifyAll")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule shouldSynchronizeNothingInCore = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("io.sluice.core..", "io.sluice.codec..")
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED)
            .allowEmptyShould(true);
}
