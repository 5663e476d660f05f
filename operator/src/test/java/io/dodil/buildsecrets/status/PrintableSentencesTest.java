package io.dodil.buildsecrets.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A resource that is older than the schema's rules may hold any text. Whatever quotes it is one
/// line of printable text.
class PrintableSentencesTest {

  private static final String ESC = "\u001b[2J";
  private static final String C1 = "\u009b2J";
  private static final String OVERRIDE = "\u202emoc";
  private static final String ZERO_WIDTH = "ac\u200bme";
  private static final String LINE = "acme\r\nforged";

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofProblemsQuoteTextsPrintable(String text) {
    assertPrintable(Findings.of(new Problem.RegistryEntryNotFound("hub", text)));
    assertPrintable(Findings.of(new Problem.AmbiguousRegistry("hub", text, 2)));
    assertPrintable(Findings.of(new Problem.SameRegistryTwice(text, text)));
    assertPrintable(
        Findings.of(new Problem.InvalidEntry("hub", text, Problem.EntryFlaw.IDENTITY_TOKEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofFailuresQuoteTheOrganizationPrintable(String organization) {
    assertPrintable(Findings.of(new Failure.PermissionDenied(), organization));
    assertPrintable(
        Findings.of(new Failure.OrganizationMismatch(Optional.of("other")), organization));
  }

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofDenialsQuoteOrganizationAndEndpointPrintable(String text) {
    var resource = new ResourceId("ci", "acme", "1");

    assertPrintable(Findings.of(new Denial.EndpointNotConfigured(text), resource));
    assertPrintable(Findings.of(new Denial.OrganizationNotAllowed(text, text), resource));
    assertPrintable(Findings.of(new Denial.TargetConflict(resource, text, text), resource));
  }

  @ParameterizedTest
  @ValueSource(strings = {ESC, C1, OVERRIDE, ZERO_WIDTH, LINE})
  void ofEventsQuoteTheOrganizationPrintable(String organization) {
    var notice = Notice.normal("OwnershipAcquired", Sentences.acquired(organization, "staging"));

    assertThat(notice.note()).matches("[ -~]*\\?[ -~]*").contains("\" at endpoint \"staging\"");
  }

  private static void assertPrintable(Finding finding) {
    assertThat(finding.sentence()).matches("[ -~]*\\?[ -~]*");
  }
}
