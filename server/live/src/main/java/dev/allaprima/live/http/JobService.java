package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.CONFLICT;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.StreamTimeoutException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamTimeoutMode;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.ExceptionHandler;
import com.linecorp.armeria.server.annotation.ExceptionHandlerFunction;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Head;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Post;
import com.linecorp.armeria.server.annotation.ProducesJson;
import com.linecorp.armeria.server.annotation.StatusCode;
import dev.allaprima.live.jobs.Job;
import dev.allaprima.live.jobs.JobRefusal;
import dev.allaprima.live.jobs.Jobs;
import dev.allaprima.live.jobs.Upload;
import dev.allaprima.models.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * {@code /api/v1/jobs}: files are uploaded, painted and fetched. An upload's bytes go to the disk
 * as they come; no thread waits for them.
 */
@ExceptionHandler(JobService.Refusals.class)
public final class JobService {
  private static final String ADDRESS = "/api/v1/jobs/";

  /** Whoever sends nothing for so long has gone. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Jobs jobs;
  private final ObjectMapper json;

  /**
   * @param json writes events
   */
  JobService(Jobs jobs, ObjectMapper json) {
    this.jobs = jobs;
    this.json = json;
  }

  /** A job, as JSON; the server's paths are not in it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      String id,
      String name,
      Job.Kind kind,
      Job.State state,
      double progress,
      @JsonInclude(JsonInclude.Include.ALWAYS) Double secondsLeft,
      Map<String, Double> styles,
      String created,
      String result,
      List<String> notes,
      String reason) {
    static View of(Job job) {
      return new View(
          job.id(),
          job.order().name(),
          job.kind(),
          job.state(),
          job.progress(),
          job.secondsLeft(),
          job.order().styles(),
          job.created(),
          job.result() == null ? null : ADDRESS + job.id() + "/result",
          job.notes(),
          job.reason());
    }
  }

  /** What is not taken, by its reason. */
  static final class Refusals implements ExceptionHandlerFunction {
    @Override
    public HttpResponse handleException(
        ServiceRequestContext ctx, HttpRequest request, Throwable cause) {
      if (cause instanceof JobRefusal refusal) {
        HttpStatus status =
            switch (refusal.reason()) {
              case SIZE -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
              case CONTENT -> HttpStatus.UNPROCESSABLE_ENTITY;
              case ROOM -> HttpStatus.INSUFFICIENT_STORAGE;
            };
        return Problems.of(status, refusal.getMessage()).toHttpResponse();
      }
      if (cause instanceof StreamTimeoutException) {
        return Problems.of(
                HttpStatus.REQUEST_TIMEOUT,
                "nothing came for " + SILENCE.toSeconds() + " s. Send the file again")
            .toHttpResponse();
      }
      if (cause instanceof ClosedSessionException || cause instanceof ClosedStreamException) {
        // Nobody hears it; it is no fault of the server to be logged.
        return Problems.of(HttpStatus.BAD_REQUEST, "the file broke off on its way. Send it again")
            .toHttpResponse();
      }
      return ExceptionHandlerFunction.fallthrough();
    }
  }

  @Post("/jobs")
  public CompletableFuture<HttpResponse> begin(ServiceRequestContext ctx, HttpRequest request) {
    MediaType type = request.contentType();
    if (type != null && type.is(MediaType.ANY_MULTIPART_TYPE)) {
      throw HttpStatusException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    Upload upload =
        jobs.upload(JobQuery.order(ctx.queryParams()), request.headers().contentLength());
    StreamMessage<HttpData> body = request.split().body();
    return body.timeout(SILENCE, StreamTimeoutMode.UNTIL_NEXT)
        .peek(data -> upload.received(data.length()))
        .writeTo(Function.identity(), upload.file())
        .thenApplyAsync(written -> accepted(upload.queue()), ctx.blockingTaskExecutor())
        .whenComplete((answer, failure) -> upload.close());
  }

  private static HttpResponse accepted(Job job) {
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.ACCEPTED)
            .contentType(MediaType.JSON)
            .add(HttpHeaderNames.LOCATION, ADDRESS + job.id())
            .build();
    return HttpResponse.ofJson(headers, View.of(job));
  }

  @Get("/jobs")
  @ProducesJson
  public List<View> all() {
    return jobs.all().stream().map(View::of).toList();
  }

  @Get("/jobs/{id}")
  @ProducesJson
  public View one(@Param("id") String id) {
    return View.of(jobs.get(id));
  }

  @Get("/jobs/{id}/events")
  public HttpResponse events(ServiceRequestContext ctx, @Param("id") String id) {
    jobs.get(id);
    return Events.of(
        ctx, json, "progress", () -> View.of(jobs.get(id)), view -> view.state().isLast());
  }

  @Get("/jobs/{id}/result")
  @Head("/jobs/{id}/result")
  public HttpResponse result(HttpRequest request, @Param("id") String id) {
    Job job = jobs.get(id);
    Path result = job.result();
    if (result == null) {
      throw Fault.of(
          CONFLICT,
          "job " + id + " has no result: it is " + View.of(job).state().name().toLowerCase(),
          "Wait until it is finished, or paint the file again");
    }
    return Download.of(request.headers(), result, paintedName(job));
  }

  /** The upload's name, with the result's ending. */
  private static String paintedName(Job job) {
    String name = job.order().name();
    String file = job.result().getFileName().toString();
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name) + file.substring(file.lastIndexOf('.'));
  }

  @Post("/jobs/{id}/cancel")
  @ProducesJson
  public View cancel(@Param("id") String id) {
    return View.of(jobs.cancel(id));
  }

  @Delete("/jobs/{id}")
  @StatusCode(204)
  public void delete(@Param("id") String id) {
    jobs.delete(id);
  }
}
