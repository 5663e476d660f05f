package io.dodil.buildsecrets.e2e.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages name commands, options, files and links that exist.
class DocumentedCommandsTest {

  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("operator", "plan", "dist", "sandbox", "test-cluster", "e2e");

  /// The beginnings of the README's commands, and the class that runs such a command; empty: none
  /// does. `kind` and `make` are not at hand in tests, and `mvn verify` runs them.
  private static final Map<String, String> RUN_BY =
      Map.of(
          "./quickstart", "QuickstartEndIT",
          "mvn -B -Pimage -DskipTests package", "ImageBuildCheck",
          "kind load image-archive", "",
          "helm install", "ChartReleaseIT",
          "kubectl apply -f examples/kubectl/", "SyncedExamplesIT",
          "kubectl wait --for=condition=Ready", "SyncedExamplesIT",
          "kubectl get buildsecrets", "SyncedExamplesIT",
          "java -jar dist/target/app/buildsecrets-operator.jar plan", "SyncedExamplesIT",
          "mvn -B verify", "",
          "make help", "");

  static Stream<Page> pages() {
    return Page.all();
  }

  @Test
  void eachCommandOfTheReadmeIsRunByATest() throws IOException {
    var classes = testClasses();

    assertThat(Page.of("README.md").commands())
        .allSatisfy(command -> assertThat(RUN_BY.keySet()).anyMatch(command::startsWith));
    assertThat(RUN_BY.values()).allMatch(name -> name.isEmpty() || classes.contains(name));
    assertThat(Page.of("README.md").text().split("\\s+", -1)).hasSizeLessThanOrEqualTo(1_400);
  }

  @Test
  void theDevelopmentPageNamesEveryTargetOfTheMakefile() throws IOException {
    var page = Page.of("docs/development.md");
    var named =
        Stream.concat(page.commands().stream(), page.inlineCommands().stream())
            .flatMap(command -> found("^make ([a-z][a-z-]*)", command))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).isEqualTo(targets());
  }

  /// `make help` prints the targets that have a text. The build itself does without make.
  @Test
  void eachTargetOfTheMakefileHasAText() throws IOException {
    var phony = found("(?m)^\\.PHONY: (.*)$", Files.readString(ROOT.resolve("Makefile")));

    assertThat(phony.flatMap(names -> Stream.of(names.split(" ", -1))))
        .containsExactlyInAnyOrderElementsOf(targets());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void makeAndMavenAreGivenWhatExists(Page page) throws IOException {
    var poms = new StringBuilder(Files.readString(ROOT.resolve("pom.xml")));
    for (var module : MODULES) {
      poms.append(Files.readString(ROOT.resolve(module).resolve("pom.xml")));
    }
    var classes = testClasses();
    var targets = targets();

    for (var command : concat(page.commands(), page.inlineCommands())) {
      assertThat(found("^make ([a-z][a-z-]*)", command)).isSubsetOf(targets);
      assertThat(found(" -P([a-z]+)", command)).allMatch(p -> poms.indexOf("<id>" + p + "<") > 0);
      assertThat(found(" -pl ([a-z,]+)", command).flatMap(DocumentedCommandsTest::parts))
          .isSubsetOf(MODULES);
      assertThat(
              found("(?:-Dtest|-Dit\\.test|TEST|IT)='?([A-Za-z,]+)", command)
                  .flatMap(DocumentedCommandsTest::parts))
          .isSubsetOf(classes);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void planIsGivenOptionsThatItHas(Page page) throws IOException {
    var source = source("PlanCommand");

    assertThat(
            page.commands().stream()
                .filter(
                    command ->
                        command.contains(".jar plan ") || command.contains("buildsecrets plan "))
                .flatMap(command -> found(" (--?[a-z][a-z-]*)", command.replaceAll(".* plan", ""))))
        .allMatch(option -> source.contains('"' + option + '"'));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void filesOfCommandsExist(Page page) {
    assertThat(
            concat(page.commands(), page.inlineCommands()).stream()
                .flatMap(
                    command ->
                        found(
                            " (?:\\./)?((?:helm|examples|operator|plan|dist|crds|e2e|sandbox|kubectl-plugin)/\\S*)",
                            command))
                .filter(file -> !file.contains("/target/")))
        .allMatch(file -> Files.exists(ROOT.resolve(file)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Page page) throws IOException {
    var folder = Objects.requireNonNull(ROOT.resolve(page.file()).getParent());
    var links = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    for (var link : links.matcher(page.text()).results().toList()) {
      var target =
          link.group(1).isEmpty() ? ROOT.resolve(page.file()) : folder.resolve(link.group(1));
      assertThat(target).exists();
      if (link.group(2) != null) {
        assertThat(anchors(Files.readString(target))).contains(link.group(2));
      }
    }
  }

  private static Stream<String> anchors(String text) {
    return found("(?m)^#+ (.*)$", text)
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
        .map(heading -> heading.replace(' ', '-'));
  }

  private static Set<String> targets() throws IOException {
    return found("(?m)^([a-z-]+):.*## ", Files.readString(ROOT.resolve("Makefile")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> testClasses() throws IOException {
    var classes = new TreeSet<String>();
    for (var module : MODULES) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith(".java"))
            .forEach(name -> classes.add(name.replace(".java", "")));
      }
    }
    return classes;
  }

  private static String source(String name) throws IOException {
    try (var files = Files.walk(ROOT.resolve("plan/src/main/java"))) {
      return Files.readString(
          files.filter(file -> file.endsWith(name + ".java")).findFirst().orElseThrow());
    }
  }

  private static List<String> concat(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static Stream<String> parts(String list) {
    return Stream.of(list.split(",", -1));
  }

  private static Stream<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
  }
}
