using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Customers;

/// <summary>The first check of <c>/chats</c>: credentials win over the header; with neither, 20 (decision 39).</summary>
internal sealed class ChatsEntrance(Entrance users, LoginReader logins, IPeople people)
{
    /// <param name="http">The request.</param>
    /// <param name="asUser">What a logged-in user does.</param>
    /// <param name="asCustomer">What a customer of this contact centre does.</param>
    public async Task<IResult> ForEitherAsync(HttpContext http, Func<Login, Task<Reply>> asUser, Func<string, Task<IResult>> asCustomer)
    {
        if (LoginReader.HasCredentials(http.Request) || await logins.ReadAsync(http) is not null)
        {
            return await users.ForUserAsync(http, asUser);
        }

        return CustomerIdentity.ContactCenterOf(http.Request, people) is { } center ? await asCustomer(center) : Entrance.NotLoggedIn;
    }
}
