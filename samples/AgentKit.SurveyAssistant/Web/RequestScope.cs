using Microsoft.AspNetCore.Http;

namespace AgentKit.SurveyAssistant.Web;

/// <summary>Who asks. The sample believes two headers; an application takes both from the user that it has authenticated.</summary>
internal static class RequestScope
{
    public static AgentScope Of(HttpContext http) =>
        AgentScope.ForUser(http.Request.Headers["X-Workspace"].ToString(), http.Request.Headers["X-User"].ToString());
}
