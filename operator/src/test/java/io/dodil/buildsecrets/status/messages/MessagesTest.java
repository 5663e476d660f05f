package io.dodil.buildsecrets.status.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.api.v1alpha1.Reason.Severity;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.model.EntryFlaw;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.ValueFlaw;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.retry.FailureClass;
import io.dodil.buildsecrets.testkit.Samples;
import io.dodil.buildsecrets.testkit.SpecBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Walks every variant, so that one that is added is looked at too.
class MessagesTest {

  private static final Map<FailureClass, Severity> SEVERITY =
      Map.of(
          FailureClass.INVALID, Severity.INVALID,
          FailureClass.REFUSED, Severity.REFUSED,
          FailureClass.OUTAGE, Severity.OUTAGE);

  private static final BuildSecretsSpec SPEC = new SpecBuilder().build();
  private static final ValueFlaw NUL = new ValueFlaw.ForbiddenCharacter("NULL (U+0000)");

  static Stream<Problem> problems() {
    return Samples.of(Problem.class);
  }

  static Stream<Failure> failures() {
    return Samples.of(Failure.class);
  }

  static Stream<Denial> denials() {
    return Samples.of(Denial.class);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyProblemHasASentence(Problem problem) {
    var message = ProblemMessages.of(problem);

    assertThat(message.reason().severity()).isIn(Severity.INVALID, Severity.WAITING);
    isASentence(message);
  }

  @Test
  void saysThatATokenIsTooLongAndNotHowLongItIs() {
    var problem = new Problem.InvalidValue("dodil-token", "token", ValueFlaw.Plain.TOKEN_TOO_LONG);

    assertThat(ProblemMessages.of(problem))
        .isEqualTo(
            new Message(
                Reason.INVALID_SECRET_DATA,
                "Secret \"dodil-token\": the value of key \"token\" is a token of more than"
                    + " 16 KiB"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureHasASentence(Failure failure) {
    var message = FailureMessages.of(failure, SPEC);

    assertThat(message.reason().severity()).isEqualTo(SEVERITY.get(FailureClass.of(failure)));
    isASentence(message);
  }

  @Test
  void namesTheSecretOfACredentialThatIsOfNoUse() {
    assertThat(
            Stream.of(
                    new Failure.AuthenticationFailed(Failure.Party.TOKEN_ENDPOINT, 401),
                    new Failure.PermissionDenied(),
                    new Failure.OrganizationMismatch(Optional.of("globex")),
                    new Failure.TokenExpired())
                .map(f -> FailureMessages.of(f, SPEC).text()))
        .containsExactly(
            "the token endpoint refused the credential in Secret \"dodil\" (401)",
            "the credential in Secret \"dodil\" may not save build secrets of organization"
                + " \"acme\" (403)",
            "the credential in Secret \"dodil\" belongs to organization \"globex\", not to"
                + " \"acme\"",
            "the token in Secret \"dodil\" has expired: put a new one there");
  }

  @Test
  void speaksOfOneAndOfSeveral() {
    assertThat(
            Stream.of(1, 2)
                .flatMap(
                    n ->
                        Stream.of(
                            new Problem.InvalidArgumentNames("args", n, true, true),
                            new Problem.InvalidValues("args", n, NUL, true),
                            new Problem.InvalidValues("args", n, ValueFlaw.Plain.NOT_UTF8, false),
                            new Problem.InvalidEntries(
                                "pull", n, EntryFlaw.Plain.IDENTITY_TOKEN, true)))
                .map(p -> ProblemMessages.of(p).text()))
        .containsExactly(
            "Secret \"args\" holds 1 key that can't be the name of a build argument: list the"
                + " others in keys, or set a prefix",
            "Secret \"args\" holds 1 value that holds the character NULL (U+0000), which is not"
                + " allowed there: list the others in keys",
            "Secret \"args\" holds 1 value that is not UTF-8 text",
            "Secret \"pull\" holds 1 entry with an identity token, which builds can't use: list the"
                + " others in registries",
            "Secret \"args\" holds 2 keys that can't be names of build arguments: list the others"
                + " in keys, or set a prefix",
            "Secret \"args\" holds 2 values that hold the character NULL (U+0000), which is not"
                + " allowed there: list the others in keys",
            "Secret \"args\" holds 2 values that are not UTF-8 text",
            "Secret \"pull\" holds 2 entries with an identity token, which builds can't use: list"
                + " the others in registries");
  }

  @ParameterizedTest
  @MethodSource("denials")
  void everyDenialHasASentence(Denial denial) {
    var message = Messages.denied(denial, new ResourceId("ci", "acme", "1"));

    boolean isInvalid = denial instanceof Denial.SpecTooLarge;
    assertThat(message.reason().severity())
        .isEqualTo(isInvalid ? Severity.INVALID : Severity.WAITING);
    isASentence(message);
  }

  @Test
  void saysOfAnOutageThatItIsRetried() {
    var outages = failures().filter(f -> FailureClass.of(f) == FailureClass.OUTAGE);

    assertThat(outages.map(f -> FailureMessages.of(f, SPEC).text()))
        .isNotEmpty()
        .allMatch(s -> s.endsWith(", retrying at most every 5 min"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 1 | 7 | 4 | saved 2 registries, git credentials and 7 build secrets from 4 Secrets",
        "1 | 0 | 1 | 1 | saved 1 registry and 1 build secret from 1 Secret",
        "0 | 1 | 0 | 1 | saved git credentials from 1 Secret",
      })
  void countsWhatWasSaved(int registries, int git, int secrets, int from, String sentence) {
    assertThat(Messages.saved(new Counts(registries, git, secrets), from)).isEqualTo(sentence);
  }

  @Test
  void putsTheWorstFirstAndKeepsTheOrderOfTheSpecOtherwise() {
    var message =
        Messages.message(
            List.of(
                new Message(Reason.SECRET_NOT_FOUND, "b"),
                new Message(Reason.DUPLICATE_ENTRY, "z"),
                new Message(Reason.SECRET_KEY_NOT_FOUND, "a"),
                new Message(Reason.INVALID_SECRET_DATA, "y")));

    assertThat(message).isEqualTo("z; y; b; a");
  }

  @Test
  void saysEightSentencesAndHowManyMoreThereAre() {
    var messages =
        Stream.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
            .map(s -> new Message(Reason.SECRET_NOT_FOUND, s))
            .toList();

    assertThat(Messages.message(messages.subList(0, 8))).isEqualTo("a; b; c; d; e; f; g; h");
    assertThat(Messages.message(messages)).isEqualTo("a; b; c; d; e; f; g; h; and 2 more");
  }

  @ParameterizedTest
  @CsvSource({"PT30S, 30 s", "PT1M, 1 min", "PT90S, 90 s", "PT0.5S, 500 ms"})
  void saysHowLongItWaits(Duration grace, String text) {
    assertThat(Messages.removalHeld(grace).text()).contains("waiting " + text + " for");
  }

  /// One line, and nothing in it that is not an argument it may have: see [Samples].
  private static void isASentence(Message message) {
    assertThat(message.text())
        .isNotBlank()
        .doesNotContain("\n", "null", "Optional", "[", "***", "%")
        .doesNotEndWith(".");
  }
}
