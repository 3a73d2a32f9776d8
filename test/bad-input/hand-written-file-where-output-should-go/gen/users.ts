export const findUser = () => "mine"
