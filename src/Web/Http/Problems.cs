using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform;
using static Platform.Words;

namespace Web.Http;

/// <summary>The one place where refusals become status codes (RFC 9457).</summary>
public static class Problems
{
    /// <summary>200 with the value, or the problem.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Result<T> result) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.Ok(result.Value);

    /// <summary>201 with the new id and where to find it, or the problem.</summary>
    public static Results<Created<Made>, ProblemHttpResult> ToCreated(this Result<Guid> result, string collection) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.Created($"{collection}/{result.Value}", new Made(result.Value));

    /// <summary>204, or the problem.</summary>
    public static Results<NoContent, ProblemHttpResult> ToNoContent<T>(this Result<T> result) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.NoContent();

    /// <summary>The problem of a refusal.</summary>
    public static ProblemHttpResult ToProblem(this Error error) => TypedResults.Problem(new ProblemDetails
    {
        Type = "/problems/" + error.Code,
        Title = TitleOf(error.Kind),
        Status = StatusOf(error.Kind),
        Detail = error.Message,
    });

    /// <summary>The status code of a kind of refusal.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => 400,
        ErrorKind.Forbidden => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.Conflict => 409,
        _ => 422,
    };

    static string TitleOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => T("内容有误"),
        ErrorKind.Forbidden => T("没有权限"),
        ErrorKind.NotFound => T("没有找到"),
        ErrorKind.Conflict => T("情况有变"),
        _ => T("不能这样做"),
    };

    /// <summary>Writes a problem to a response that is not an endpoint's.</summary>
    public static async Task WriteProblem(this HttpContext context, int status, string code, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = status, Type = "/problems/" + code, Title = status == 404 ? T("没有找到") : T("没有办成"), Detail = detail } };
        if (await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(problem)) return;
        // Whoever asks for something else than JSON is told all the same, and as completely.
        context.RequestServices.GetRequiredService<IOptions<ProblemDetailsOptions>>().Value.CustomizeProblemDetails?.Invoke(problem);
        await context.Response.WriteAsJsonAsync(problem.ProblemDetails, options: null, contentType: "application/problem+json");
    }

    /// <summary>
    /// To be said by a page whose subject is not there for this person: it is written in the page's own words and answered with 404. A page that is a 404 while it is put together is never written, so
    /// the status is set when the answer begins, unless that is something else by then.
    /// </summary>
    public static void SayNotThere(this HttpContext context) => context.Response.OnStarting(() =>
    {
        if (context.Response.StatusCode == StatusCodes.Status200OK) context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>True for requests that want data, not a page.</summary>
    public static bool IsApi(this HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/live") || context.Request.Path.StartsWithSegments("/attachments");

    internal static void UseProblems(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        SuppressDiagnosticsCallback = handled => handled.Exception is BadHttpRequestException or DbUpdateConcurrencyException or OperationCanceledException || (handled.Exception is DbUpdateException clash && clash.IsDuplicate()),
        ExceptionHandler = async context =>
        {
            var (status, code, detail) = Describe(context.Features.Get<IExceptionHandlerFeature>()?.Error, context);
            context.Response.StatusCode = status;
            if (context.IsApi()) await context.WriteProblem(status, code, detail);
            // What a page's middleware threw never reaches the status pages; a caller who has left reads nothing.
            else if (status == StatusCodes.Status413PayloadTooLarge) await StatusPages.Show(context);
        },
    });

    static (int Status, string Code, string Detail) Describe(Exception? failure, HttpContext context) => failure switch
    {
        DbUpdateConcurrencyException => (409, CommonErrors.Stale.Code, CommonErrors.Stale.Message),
        DbUpdateException clash when clash.IsDuplicate() => (409, "duplicate", T("已经有一条同样的记录。")),
        BadHttpRequestException { StatusCode: 413 } => (413, "too-large", T("内容太大，请删减后再试。")),
        BadHttpRequestException { InnerException: System.Text.Json.JsonException json } =>
            (400, "malformed", T("请求内容看不懂：{0} 处有误。", json.Path is { Length: > 0 } path ? path : "$")),
        BadHttpRequestException bad => (bad.StatusCode, "malformed", T("请求内容不完整或格式有误，请检查后再试。")),
        // A page's address with a value that is none: the framework has no type of its own for it.
        InvalidOperationException unread when unread.TargetSite?.DeclaringType?.FullName?.Contains("UrlValueConstraint", StringComparison.Ordinal) == true =>
            (400, "malformed", T("请求内容不完整或格式有误，请检查后再试。")),
        OperationCanceledException when context.RequestAborted.IsCancellationRequested => (499, "aborted", ""),
        _ => (500, "unexpected", T("我们这边出错了，已经记录下来。请稍后再试。")),
    };
}

/// <summary>The id of something new.</summary>
public sealed record Made(Guid Id);
