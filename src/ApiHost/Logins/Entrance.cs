using OrleansChat.ApiHost.Answers;

namespace OrleansChat.ApiHost.Logins;

/// <summary>The first check of everything that needs a login: who is it (20), and is it their own page that asks (403 with 3).</summary>
internal sealed class Entrance(LoginReader logins, Origins origins)
{
    public static readonly Reply NotLoggedIn = Reply.No(WireStatus.NotAuthenticated, "Access denied: log in first.");

    public async Task<Reply> ForUserAsync(HttpContext http, Func<Login, Task<Reply>> act)
    {
        if (await logins.ReadAsync(http) is not { } login)
        {
            return NotLoggedIn;
        }

        return MayAct(http, login) ? await act(login) : Reply.No(WireStatus.Forbidden, "A page of this origin may not use the login.");
    }

    /// <summary>Reading from a foreign page is the browser's to prevent; acting is ours.</summary>
    private bool MayAct(HttpContext http, Login login) => !login.ByCookie || HttpMethods.IsGet(http.Request.Method) || !origins.IsForeign(http.Request);
}
