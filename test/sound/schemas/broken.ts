throw new Error("no binding here")

export const Never: undefined = undefined
