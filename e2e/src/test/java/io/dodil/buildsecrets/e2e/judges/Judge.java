package io.dodil.buildsecrets.e2e.judges;

import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A program of others that judges manifests, as platform teams let it judge what they install.
enum Judge {
  KUBECONFORM("kubeconform") {
    @Override
    Stream<Finding> of(JudgedFiles files) throws IOException {
      return files.manifests().stream()
          .flatMap(
              file ->
                  run(
                          file,
                          "-strict",
                          "-schema-location",
                          files.schemas().location(),
                          file.path().toString())
                      .filter(line -> !line.isBlank())
                      .map(line -> remark(file.name(), line)));
    }
  },
  KUBE_SCORE("kube-score") {
    @Override
    Stream<Finding> of(JudgedFiles files) {
      return files.renderings().stream()
          .flatMap(
              file ->
                  run(
                          file,
                          "score",
                          "--output-format=ci",
                          "--kubernetes-version=v1.36",
                          file.path().toString())
                      .filter(line -> !line.startsWith("[OK]") && !line.startsWith("[SKIPPED]"))
                      .map(line -> remark(file.name(), line)));
    }
  },
  HELM_4("helm4") {
    @Override
    Stream<Finding> of(JudgedFiles files) throws IOException {
      return lint();
    }
  },
  HELM_3("helm3") {
    @Override
    Stream<Finding> of(JudgedFiles files) throws IOException {
      return lint();
    }
  },
  CRD_SCHEMA_CHECKER("crd-schema-checker") {
    @Override
    Stream<Finding> of(JudgedFiles files) {
      var crd = new JudgedFiles.Named("crds/", JudgedFiles.CRD);
      return run(crd, crd.path().toString()).map(line -> remark(crd.name(), line));
    }
  };

  private final String tool;

  Judge(String tool) {
    this.tool = tool;
  }

  /// What it says against them.
  abstract Stream<Finding> of(JudgedFiles files) throws IOException;

  Finding remark(String subject, String text) {
    return new Finding(tool, subject, text);
  }

  Stream<String> run(JudgedFiles.Named subject, String... arguments) {
    var command = new ArrayList<>(List.of(program()));
    command.addAll(List.of(arguments));
    var finished = ProgramResult.run(new ProcessBuilder(command));
    if (finished.code() != 0 && finished.output().isBlank()) {
      throw new IllegalStateException("%s gave up on %s".formatted(tool, subject.name()));
    }
    return finished.output().lines();
  }

  Stream<Finding> lint() throws IOException {
    var remarks = new ArrayList<Finding>();
    for (var values : JudgedFiles.values()) {
      var lint =
          ProgramResult.run(
              new ProcessBuilder(
                  program(), "lint", "--strict", Helm.CHART.toString(), "-f", values.toString()));
      var blamed = lint.output().lines().filter(line -> line.matches("\\[(WARNING|ERROR|INFO)].*"));
      blamed.forEach(line -> remarks.add(remark(values.getFileName().toString(), line)));
      if (lint.code() != 0) {
        remarks.add(remark(values.getFileName().toString(), "exit code " + lint.code()));
      }
    }
    return remarks.stream();
  }

  private String program() {
    // the last line; it may say on the way that it builds
    var found = ProgramResult.run(new ProcessBuilder("control-plane/tool.sh", tool));
    var path = Path.of(found.output().lines().reduce("", (_, line) -> line));
    if (!Files.isExecutable(path)) {
      throw new IllegalStateException(found.output());
    }
    return path.toString();
  }
}
