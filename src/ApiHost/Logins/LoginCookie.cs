using Microsoft.AspNetCore.DataProtection;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Domain.People;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Logins;

/// <summary>The cookie <c>JSESSIONID</c>: reads, writes and removes it.</summary>
internal sealed class LoginCookie(IDataProtectionProvider protection, IPeople people, AccessSettings access, Uris uris, TimeProvider clock)
{
    public const string Name = "JSESSIONID";

    private const string Purpose = "OrleansChat.Login.1";

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);
    private readonly RememberedTickets _tickets = new(protection.CreateProtector(Purpose));

    /// <summary>The person and ticket of a cookie that holds; whether the login was ended is for the caller to ask.</summary>
    public (Person Person, LoginTicket Ticket)? Read(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 } cookie || _tickets.Find(cookie) is not { } ticket)
        {
            return null;
        }

        var holds = clock.GetUtcNow() - ticket.IssuedAt < access.LoginLifetime;
        return holds && people.Current.ById(ticket.UserId) is { } person && person.PasswordMark == ticket.PasswordMark ? (person, ticket) : null;
    }

    /// <summary>A new login: never an id that the client brought along.</summary>
    /// <param name="generation">How many times the person had ended all logins.</param>
    public LoginTicket Begin(HttpResponse response, Person person, int generation)
    {
        var ticket = LoginTicket.New(person, generation, clock.GetUtcNow());
        Write(response, ticket);
        return ticket;
    }

    /// <summary>Gives a login in use more time, once half of it has passed.</summary>
    public void Renew(HttpResponse response, LoginTicket ticket)
    {
        var now = clock.GetUtcNow();
        if (now - ticket.IssuedAt > access.LoginLifetime / 2)
        {
            Write(response, ticket with { IssuedAt = now });
        }
    }

    public void Remove(HttpResponse response) => response.Cookies.Delete(Name, Options(response));

    private void Write(HttpResponse response, LoginTicket ticket)
    {
        if (!response.HasStarted)
        {
            response.Cookies.Append(Name, ticket.Protect(_protector), Options(response));
        }
    }

    private CookieOptions Options(HttpResponse response) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = response.HttpContext.Request.IsHttps || uris.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
