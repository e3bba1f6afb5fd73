using Microsoft.AspNetCore.Diagnostics;

namespace AgentKit.ChatApi.Errors;

/// <summary>Answers what an endpoint throws.</summary>
internal sealed class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await TypedResults.Problem(Problems.Of(exception, httpContext, logger)).ExecuteAsync(httpContext);
        return true;
    }
}
