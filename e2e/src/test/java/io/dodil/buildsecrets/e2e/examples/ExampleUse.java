package io.dodil.buildsecrets.e2e.examples;

import io.dodil.buildsecrets.e2e.chart.AppChartIT;
import io.dodil.buildsecrets.e2e.gitops.ArgoActionIT;
import io.dodil.buildsecrets.e2e.gitops.ArgoExamplesIT;
import io.dodil.buildsecrets.e2e.gitops.ArgoHealthIT;
import io.dodil.buildsecrets.e2e.gitops.ArgoTestdataTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How a file of `examples/` is used, and so how it is tried.
public enum ExampleUse {
  /// `kubectl apply -f`.
  MANIFEST(
      "(argocd|flux|kubectl|observability|policies)/[^/]+\\.yaml",
      "sources/[^/]+/[^/.][^/]*\\.yaml"),
  /// `helm install -f`, with the operator's chart.
  VALUES("helm/values/[^/]+\\.yaml"),
  /// `kubectl patch --patch-file`: [ArgoExamplesIT].
  PATCH("argocd/argocd-cm-patch\\.yaml"),
  /// Argo CD's own layout: [ArgoHealthIT], [ArgoActionIT], [ArgoTestdataTest].
  CUSTOMIZATION("argocd/resource_customizations/.+\\.(lua|yaml)"),
  /// A chart: [AppChartIT].
  CHART("helm/app/(Chart|values|templates/.+)\\.yaml", "helm/app/values\\.schema\\.json"),
  /// `kubectl apply -k`: [SyncedExamplesIT].
  KUSTOMIZATION("kustomize/.+\\.(yaml|env|json)"),
  /// The operator's configuration: `ConfigurationFileTest`.
  CONFIGURATION("operator\\.yaml"),
  /// Of sops: [ExamplesIT].
  ENCRYPTION("sources/sops/\\.sops\\.yaml"),
  /// For people.
  TEXT("README\\.md", "[a-z-]+/(.+/)?README\\.md");

  public static final Path FOLDER = Path.of("../examples");

  private final Pattern paths;

  ExampleUse(String... paths) {
    this.paths = Pattern.compile(String.join("|", paths));
  }

  /// A file may be of the first alone.
  public static List<ExampleUse> of(Path file) {
    var path = FOLDER.relativize(file).toString();
    var uses = Stream.of(values()).filter(use -> use.paths.matcher(path).matches()).toList();
    return uses.equals(List.of(MANIFEST, PATCH)) ? List.of(PATCH) : uses;
  }

  public Stream<Path> files() {
    return all().filter(file -> of(file).contains(this));
  }

  public static Stream<Path> all() {
    try (var files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
