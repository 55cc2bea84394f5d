package io.sluice.server.crm.imports;

import io.sluice.server.crm.campaign.Campaigns;
import io.sluice.server.crm.question.Question;
import io.sluice.server.crm.question.Questions;
import io.sluice.server.crm.source.Source;
import io.sluice.server.crm.source.SourceRefusal;
import io.sluice.server.crm.source.Sources;
import io.sluice.server.crm.stage.Stage;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What names in rows stand for. */
@Component
final class Names {

  private final Stages stages;
  private final Sources sources;
  private final Campaigns campaigns;
  private final Questions questions;

  Names(Stages stages, Sources sources, Campaigns campaigns, Questions questions) {
    this.stages = stages;
    this.sources = sources;
    this.campaigns = campaigns;
    this.questions = questions;
  }

  /** As they are now: for one portion of a file, in which a name occurs again and again. */
  Known known(ImportFile file) {
    return new Known(file);
  }

  /** An id, or why there is none. */
  sealed interface Found {

    record Id(long id) implements Found {}

    record Nothing(String sentence) implements Found {}
  }

  final class Known {

    private final ImportFile file;
    private final Map<String, Found> sourcesByName = new HashMap<>();
    private final Map<String, Found> campaignsByName = new HashMap<>();
    private final Map<Long, List<Question>> questionsByCampaign = new HashMap<>();
    private @Nullable Map<String, Found> stagesByName;
    private @Nullable List<Question> ofCompany;

    private Known(ImportFile file) {
      this.file = file;
    }

    Found stage(String name) {
      Map<String, Found> known = stagesByName;
      if (known == null) {
        known = new HashMap<>();
        for (Stage stage : stages.of(file.account())) {
          known.putIfAbsent(key(stage.name()), new Found.Id(stage.id()));
        }
        stagesByName = known;
      }
      return known.getOrDefault(key(name), new Found.Nothing("is not a stage"));
    }

    /** One that is new is made, if whoever sent the file may make sources (decision 0123). */
    Found source(String name) {
      return sourcesByName.computeIfAbsent(key(name), _ -> {
        if (file.makesSources()) {
          return switch (sources.findOrMake(file.account(), file.company(), name.strip())) {
            case Result.Done<Source, SourceRefusal>(Source source) -> new Found.Id(source.id());
            case Result.Refused<Source, SourceRefusal>(SourceRefusal refusal) ->
                new Found.Nothing(sentences(refusal.problem()));
          };
        }
        return sources.named(file.account(), file.company(), name).<Found>map(source -> new Found.Id(source.id()))
            .orElse(new Found.Nothing("is not a source of the company"));
      });
    }

    Found campaign(String name) {
      return campaignsByName.computeIfAbsent(key(name), _ ->
          campaigns.named(file.account(), file.company(), name).<Found>map(campaign -> new Found.Id(campaign.id()))
              .orElse(new Found.Nothing("is not a campaign of the company")));
    }

    /** As that campaign asks them; the company's own without one. */
    List<Question> questions(Optional<Long> campaign) {
      if (campaign.isPresent()) {
        return questionsByCampaign.computeIfAbsent(campaign.get(),
            id -> questions.inCampaign(file.account(), file.company(), id));
      }
      List<Question> known = ofCompany;
      if (known == null) {
        known = questions.of(file.account(), file.company());
        ofCompany = known;
      }
      return known;
    }
  }

  private static String sentences(Problem problem) {
    return problem.fields().values().stream().flatMap(List::stream).collect(Collectors.joining(", "));
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
