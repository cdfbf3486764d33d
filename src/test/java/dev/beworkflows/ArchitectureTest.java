package dev.beworkflows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The directions of the packages' imports, as the README draws them. */
@AnalyzeClasses(packages = "dev.beworkflows", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PACKAGES = {
        "workflow",
        "schema",
        "openapi",
        "run",
        "task",
        "journal",
        "disk",
        "files",
        "catalog",
        "taskapi",
        "loop",
        "rpc",
        "worker",
        "environments",
        "scheduler",
        "schedule",
        "access",
        "secrets",
        "postgres",
        "http",
        "metrics",
        "traces",
        "cli"
    };

    private static LayeredArchitecture packages() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : PACKAGES) {
            layers = layers.layer(name).definedBy("dev.beworkflows." + name + "..");
        }
        return layers.layer("root").definedBy("dev.beworkflows");
    }

    @ArchTest
    static final ArchRule importsGoOneWay = packages()
            .whereLayer("workflow")
            .mayNotAccessAnyLayer()
            .whereLayer("loop")
            .mayNotAccessAnyLayer()
            .whereLayer("disk")
            .mayNotAccessAnyLayer()
            .whereLayer("rpc")
            .mayNotAccessAnyLayer()
            .whereLayer("access")
            .mayNotAccessAnyLayer()
            .whereLayer("secrets")
            .mayNotAccessAnyLayer()
            .whereLayer("run")
            .mayOnlyAccessLayers("workflow")
            .whereLayer("schema")
            .mayOnlyAccessLayers("workflow", "run")
            .whereLayer("openapi")
            .mayOnlyAccessLayers("workflow", "schema")
            .whereLayer("task")
            .mayOnlyAccessLayers("workflow", "run")
            .whereLayer("journal")
            .mayOnlyAccessLayers("workflow", "run", "task", "loop")
            .whereLayer("files")
            .mayOnlyAccessLayers("run", "task", "disk")
            .whereLayer("environments")
            .mayOnlyAccessLayers("workflow", "loop", "disk")
            .whereLayer("catalog")
            .mayOnlyAccessLayers("workflow", "schema", "task", "environments", "loop")
            .whereLayer("taskapi")
            .mayOnlyAccessLayers("workflow", "schema", "run", "task", "journal", "files")
            .whereLayer("worker")
            .mayOnlyAccessLayers("workflow", "run", "task", "rpc", "loop", "disk")
            .whereLayer("scheduler")
            .mayOnlyAccessLayers("workflow", "schema", "run", "task", "journal", "catalog", "loop")
            .whereLayer("schedule")
            .mayOnlyAccessLayers("workflow", "schema", "run", "journal", "catalog", "scheduler", "loop")
            .whereLayer("postgres")
            .mayOnlyAccessLayers(
                    "workflow",
                    "run",
                    "task",
                    "journal",
                    "files",
                    "catalog",
                    "environments",
                    "schedule",
                    "access",
                    "secrets",
                    "loop",
                    "disk")
            .whereLayer("http")
            .mayOnlyAccessLayers(
                    "workflow",
                    "schema",
                    "openapi",
                    "run",
                    "task",
                    "journal",
                    "files",
                    "catalog",
                    "environments",
                    "scheduler",
                    "schedule",
                    "access",
                    "secrets",
                    "loop",
                    "disk")
            .whereLayer("metrics")
            .mayOnlyAccessLayers("workflow", "run", "task", "journal", "loop", "worker", "scheduler", "http")
            .whereLayer("traces")
            .mayOnlyAccessLayers("workflow", "run", "journal")
            .whereLayer("cli")
            .mayOnlyAccessLayers("workflow");

    @ArchTest
    static final ArchRule noCycles = SlicesRuleDefinition.slices()
            .matching("dev.beworkflows.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule workflowAndRunArePure = noClasses()
            .that()
            .resideInAnyPackage("dev.beworkflows.workflow", "dev.beworkflows.run")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "java.util.concurrent..", "java.sql..", "java.net..");

    @ArchTest
    static final ArchRule theClockStaysOutOfWorkflowAndRun = noClasses()
            .that()
            .resideInAnyPackage("dev.beworkflows.workflow", "dev.beworkflows.run")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule metersAreOnlyKnownToMetrics = noClasses()
            .that()
            .resideOutsideOfPackages("dev.beworkflows.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule spansAreOnlyKnownToTraces = noClasses()
            .that()
            .resideOutsideOfPackages("dev.beworkflows.traces")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule sqlIsOnlyInPostgres = noClasses()
            .that()
            .resideOutsideOfPackages("dev.beworkflows.postgres")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.flywaydb..");

    @ArchTest
    static final ArchRule processesAreOnlyStartedByWorkerEnvironmentsAndPostgres = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.beworkflows.worker", "dev.beworkflows.environments", "dev.beworkflows.postgres")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.zeroturnaround..");

    @ArchTest
    static final ArchRule whatBuildsEnvironmentsIsOnALeash = noClasses()
            .that()
            .resideInAPackage("dev.beworkflows.environments")
            .and()
            .doNotHaveSimpleName("ToolProcess")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.zeroturnaround..");

    @ArchTest
    static final ArchRule theProcessesOfWorkersAreStartedOnTheSpawnersThread = noClasses()
            .that()
            .resideInAPackage("dev.beworkflows.worker")
            .and()
            .doNotHaveSimpleName("WorkerProcess")
            .and()
            .doNotHaveSimpleName("Warden")
            .and()
            .doNotHaveSimpleName("InputOnly")
            .and()
            .doNotHaveSimpleName("PythonInterpreter")
            .and()
            .doNotHaveSimpleName("IsolationProbe")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.zeroturnaround..");
}
