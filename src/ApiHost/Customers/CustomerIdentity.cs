using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Customers;

/// <summary>Customers have no login: a header names the contact centre, and the chat's handle is the secret.</summary>
internal static class CustomerIdentity
{
    public const string Header = "ContactCenterId";

    /// <summary>The contact centre in its one spelling, or <see langword="null"/> (statusCode 20).</summary>
    public static string? ContactCenterOf(HttpRequest request, IPeople people)
    {
        var canonical = Guid.TryParse(request.Headers[Header].ToString(), out var id) ? id.ToString("D") : null;
        return canonical is not null && people.Current.HasContactCenter(canonical) ? canonical : null;
    }
}
