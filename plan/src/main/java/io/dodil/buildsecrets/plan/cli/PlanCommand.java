package io.dodil.buildsecrets.plan.cli;

import io.dodil.buildsecrets.app.LogSetup;
import io.dodil.buildsecrets.app.UncaughtFailures;
import io.dodil.buildsecrets.config.ConfigurationFile;
import io.dodil.buildsecrets.config.ConfigurationResult;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.dodil.buildsecrets.model.ProxyEnvironment;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.plan.Plan;
import io.dodil.buildsecrets.plan.PlanJson;
import io.dodil.buildsecrets.plan.PlanText;
import io.dodil.buildsecrets.plan.Planner;
import io.dodil.buildsecrets.plan.Verdict;
import io.dodil.buildsecrets.plan.cluster.FactsCollector;
import io.dodil.buildsecrets.plan.cluster.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says what a resource would send, and sends nothing.
@Command(
    name = "plan",
    header = "Show what a BuildSecrets would send, without sending anything.",
    description = {
      "Reads the resource and its Secrets with YOUR rights. Shows the names of what a save would"
          + " hold, where each comes from, and every problem. Never shows a value. Nothing is"
          + " saved, cached or written.",
      "",
      "A save REPLACES everything that the organization holds: compare the names first.",
      "",
      "Secrets in the same files are used as they are written there; all others are read from the"
          + " cluster. The API server checks a resource in a file with a dry run."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes (the highest of all resources):%n",
    exitCodeList = {
      "0:it would be saved",
      "1:it would not be saved: the plan says why",
      "2:no plan: bad usage, configuration or file, or something could not be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plan -n ci acme                        a resource in the cluster",
      "  plan -f buildsecrets.yaml              a resource in a file",
      "  kustomize build . | plan -f -          all resources of a build, with its Secrets",
      "  plan -n ci acme --config operator.yaml --check-token",
      "  plan -n ci acme -o json | jq '.plans[0].names'"
    })
public final class PlanCommand implements Callable<Integer> {

  private static final int CANT_SAY = 2;

  /// How plans are printed.
  enum Output {
    text,
    json
  }

  @Spec private @Nullable CommandSpec command;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Resources in the cluster.")
  private List<String> names = List.of();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "Resources in files: a file, a folder (its .yaml, .yml, .json), or - (stdin).")
  private List<String> files = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "Namespace of the resources. Default: that of the context.")
  private @Nullable String namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster. Default: KUBECONFIG, else ~/.kube/config.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig. Default: the current one.")
  private @Nullable String context;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The operator's configuration: checks endpoint, organization, secretSelector, limits and"
              + " other owners, too.")
  private @Nullable Path configuration;

  @Option(
      names = "--check-token",
      description =
          "Ask the token endpoint for a token and check its organization. Needs --config.")
  private boolean checkToken;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "Output format. Default: text.")
  private Output output = Output.text;

  @Override
  public Integer call() {
    LogSetup.silence();
    checkUsage();
    try {
      var plans = plans(settings());
      var worst =
          plans.stream().map(Plan::verdict).max(Comparator.naturalOrder()).orElse(Verdict.UNKNOWN);
      System.out.print(
          switch (output) {
            case text -> PlanText.of(plans);
            case json -> PlanJson.of(plans, worst);
          });
      return worst.exitCode();
    } catch (CommandFailure e) {
      System.err.println(e.sentence());
      return CANT_SAY;
    } catch (OutOfMemoryError e) {
      System.err.println("the plan needs more memory than there is: see java's option -Xmx");
      return CANT_SAY;
    } catch (RuntimeException | Error e) {
      // 1 would mean that it would not be saved; its message may quote what was read
      System.err.println("the plan failed unexpectedly: " + UncaughtFailures.summary(e));
      return CANT_SAY;
    }
  }

  private void checkUsage() {
    if (files.isEmpty() == names.isEmpty()) {
      throw usage("Give NAMEs of resources in the cluster, or -f FILE, and not both");
    }
    if (checkToken && configuration == null) {
      throw usage("--check-token needs --config, which says where the token endpoint is");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }

  private Optional<Settings> settings() throws CommandFailure {
    if (configuration == null) {
      return Optional.empty();
    }
    return switch (ConfigurationFile.read(configuration)) {
      case ConfigurationResult.Valid(var settings) ->
          Optional.of(
              settings.with(ProxyEnvironment.of(System.getenv()).appliedTo(settings.calls())));
      case ConfigurationResult.Invalid invalid ->
          throw new CommandFailure(invalid.report(configuration));
    };
  }

  private List<Plan> plans(Optional<Settings> settings) throws CommandFailure {
    ProxyEnvironment.of(System.getenv()).warnings().forEach(System.err::println);
    var cluster =
        Kubeconfig.find(
            Optional.ofNullable(kubeconfig), Optional.ofNullable(context), System.getenv());
    var own = Optional.ofNullable(namespace);
    var manifests =
        files.isEmpty() ? Manifests.none() : Manifests.read(files, own, cluster.namespace());
    try (var collector = new FactsCollector(cluster, settings.isPresent())) {
      var all =
          files.isEmpty()
              ? collector.named(own.orElse(cluster.namespace()), names)
              : collector.in(manifests);
      return plans(all, settings);
    }
  }

  private List<Plan> plans(List<FactsCollector.Collected> all, Optional<Settings> settings)
      throws CommandFailure {
    var planner = new Planner(settings);
    try (var tokens = checkToken ? TokenQuestions.open(settings.orElseThrow(), planner) : null) {
      var plans = new ArrayList<Plan>();
      for (var one : all) {
        plans.add(
            switch (one) {
              case FactsCollector.Collected.NoSense(var resource) -> resource.plan();
              case FactsCollector.Collected.Ready(var facts) ->
                  planner.plan(tokens == null ? facts : tokens.ask(facts), Instant.now());
            });
      }
      return plans;
    } catch (IOException e) {
      throw new CommandFailure("calls.caFile of the configuration can't be read");
    }
  }
}
